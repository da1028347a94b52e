/** Where short messages go that no error carries; never prompts, answers or secrets. */
export interface Logger {
  warn(message: string): void;
  error(message: string): void;
}
