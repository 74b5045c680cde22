declare module "virtual:filler";
