import { Rejection } from '../errors/rejection.ts';

/** The rejection of a model that does not exist and of one that the key may not use. */
export function modelNotAllowed(model: string): Rejection {
  const name = JSON.stringify(model.slice(0, 100));
  const message = `the model ${name} does not exist, or the key may not use it`;
  return new Rejection('model-not-allowed', message, { param: 'model' });
}
