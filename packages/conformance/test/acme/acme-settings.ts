export interface AcmeSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** What is wrong with it. @defaultValue nothing */
  readonly fault?: string | undefined;
}
