// For `npm run test:without-internals`: Node as it is where `process.binding` is forbidden or gone.
Object.defineProperty(process, "binding", { value: undefined });
