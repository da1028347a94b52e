// tsyringe throws at import unless reflect-metadata came first.
import 'reflect-metadata';
import { container } from 'tsyringe';
import type { DependencyContainer } from 'tsyringe';

export { inject, injectable, instanceCachingFactory, Lifecycle } from 'tsyringe';
export type { DependencyContainer, InjectionToken } from 'tsyringe';

/** A container of its own for one runtime; nothing is ever registered in the global one. */
export function createContainer(): DependencyContainer {
  return container.createChildContainer();
}
