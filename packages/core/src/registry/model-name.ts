import type { ModelRef } from '../chat/model-ref.ts';
import type { Lifecycle, ProviderDefinition } from '../provider/provider-definition.ts';

/** Bare names are offered by active providers only, and only where the names are known. */
type BareName<Model extends string, Life extends Lifecycle> = string extends Model
  ? never
  : Life extends { readonly state: 'active' }
    ? Model
    : never;

/** The names by which the models of a tuple of providers can be asked for. */
export type ModelNameOf<Definition> =
  Definition extends ProviderDefinition<infer Id, infer Model, infer Life>
    ? `${Id}/${Model}` | BareName<Model, Life>
    : string;

/** What may stand where a target is named: a model of these providers, or an explicit reference. */
export type TargetName<Providers> =
  | (Providers extends readonly ProviderDefinition[] ? ModelNameOf<Providers[number]> : string)
  | ModelRef;

/** Takes a name that comes from configuration; it is looked up when it is used. */
export function modelRef(name: string): ModelRef;
export function modelRef(name: string): string {
  return name;
}
