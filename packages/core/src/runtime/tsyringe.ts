// First, because tsyringe throws on import if reflect-metadata was not imported.
import 'reflect-metadata';
import { container } from 'tsyringe';
import type { DependencyContainer } from 'tsyringe';

export { instanceCachingFactory } from 'tsyringe';
export type { DependencyContainer, InjectionToken } from 'tsyringe';

/** Creates the container of one runtime. Nothing is registered in the global container. */
export function createContainer(): DependencyContainer {
  return container.createChildContainer();
}
