export interface AcmeSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** A fault of `acme-fault.ts`. @defaultValue none */
  readonly fault?: string | undefined;
}
