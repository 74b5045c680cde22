/** In a process that a `Child` started: answers each request with one message, and ends with its parent. */
export function answerParent<Request, Answer>(handle: (request: Request) => Promise<Answer>): void {
  if (!process.send) return;
  process.on("message", (request) => {
    handle(request as Request).then(
      (answer) => process.send?.(answer),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on("disconnect", () => process.exit(0));
}
