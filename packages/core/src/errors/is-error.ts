import type { ChainError } from './chain-error.ts';
import type { ConfigurationError } from './configuration-error.ts';
import type { ProviderError } from './provider-error.ts';
import type { UnderstudyError } from './understudy-error.ts';
import { errorBrand } from './understudy-error.ts';

function kindOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, errorBrand) : undefined;
}

/**
 * Returns whether a value is an error of Understudy.
 *
 * Unlike `instanceof`, it also recognizes errors from another copy of this package and from another realm.
 */
export function isUnderstudyError(error: unknown): error is UnderstudyError {
  return typeof kindOf(error) === 'string';
}

/** Returns whether a value is a `ProviderError`, also one from another copy of this package. */
export function isProviderError(error: unknown): error is ProviderError {
  return kindOf(error) === 'provider';
}

/** Returns whether a value is a `ConfigurationError`, also one from another copy of this package. */
export function isConfigurationError(error: unknown): error is ConfigurationError {
  return kindOf(error) === 'configuration';
}

/** Returns whether a value is a `ChainError`, also one from another copy of this package. */
export function isChainError(error: unknown): error is ChainError {
  return kindOf(error) === 'chain';
}
