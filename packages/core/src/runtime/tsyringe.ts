// tsyringe throws on import unless reflect-metadata was imported first. Bun evaluates the CommonJS modules that a
// module imports before its other imports, so that it is imported here too.
import './reflect-metadata.ts';
import 'reflect-metadata';
import { container } from 'tsyringe';
import type { DependencyContainer } from 'tsyringe';

export { instanceCachingFactory } from 'tsyringe';
export type { DependencyContainer, InjectionToken } from 'tsyringe';

/** Creates the container of one runtime. Nothing is registered in the global container. */
export function createContainer(): DependencyContainer {
  return container.createChildContainer();
}
