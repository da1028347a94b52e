export { google } from './google.ts';
export type { GoogleModel } from './google-models.ts';
export type { GoogleDefinition, GoogleLifecycle, GoogleOptions } from './google-settings.ts';
