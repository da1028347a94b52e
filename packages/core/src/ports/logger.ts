/** Receives short messages about problems that no error reports. Never receives prompts, responses or secrets. */
export interface Logger {
  warn(message: string): void;
  error(message: string): void;
}
