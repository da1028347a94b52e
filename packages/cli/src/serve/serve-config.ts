import { ConfigurationError, isConfigurationError, modelRef } from '@understudy/core';
import type { JsonObject, Understudy } from '@understudy/core';
import type {
  CompleteSection,
  GatewaySection,
  LoadedConfig,
  SectionTerms,
} from '@understudy/gateway/config';
import {
  defaultAdminPort,
  readGatewaySection,
  resolveSecrets,
  revealSecrets,
} from '@understudy/gateway/config';

import type { CliPorts } from '../cli-ports.ts';
import type { Configuration, ConfigurationFile } from '../configuration/configuration.ts';
import {
  defaultFileName,
  loadConfigurationFile,
} from '../configuration/load-configuration-file.ts';
import { findMissingSetting } from '../configuration/missing-setting.ts';
import { createSetup } from '../configuration/setup.ts';
import type { Setup } from '../configuration/setup.ts';
import type { UnderstudyPackages } from '../packages/understudy-packages.ts';
import { assertReferences } from './assert-references.ts';
import { assertTargets, toTargetError } from './assert-targets.ts';
import { describeSettings } from './describe-settings.ts';
import { omitOwnAddress } from './omit-own-address.ts';
import type { RuntimeTelemetry } from './runtime-telemetry.ts';

/** The flags that take precedence over the section `gateway`. */
export interface ServeFlags {
  readonly config?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly insecure?: boolean | undefined;
}

/** What the runtime of `understudy serve` is created from. Its settings contain secrets as `Secret`. */
export interface ServeRuntime {
  readonly configuration: Configuration;
  /** The settings of each provider as the file has them, with secrets as references. */
  readonly described: JsonObject;
}

export interface ServeConfigContext {
  readonly packages: UnderstudyPackages;
  readonly ports: Pick<CliPorts, 'files' | 'env'>;
  /** Replaces the file and the environment. */
  readonly demo: Configuration | undefined;
  readonly telemetry: RuntimeTelemetry;
}

const commandTerms: SectionTerms = {
  host: '--host',
  port: '--port',
  createKey: '"understudy keys create"',
};

/** Reads the configuration of `understudy serve` and creates its runtime. */
export class ServeConfig {
  readonly #flags: ServeFlags;
  readonly #context: ServeConfigContext;
  /** Whether a file was read. It must not disappear then, because a configuration without it accepts any key. */
  #hasFile = false;
  /** Where the values of the last configuration come from. */
  #setup: Setup | undefined;

  constructor(flags: ServeFlags, context: ServeConfigContext) {
    this.#flags = flags;
    this.#context = context;
  }

  /** Whether a file was read, or the demo needs none. */
  get hasFile(): boolean {
    return this.#hasFile || this.#context.demo !== undefined;
  }

  /** @throws ConfigurationError with the flag, the variable or the file and the path in it */
  readonly load = async (): Promise<LoadedConfig<ServeRuntime>> => {
    const { packages, ports, demo } = this.#context;
    const listings = packages.providers();
    const file = await this.#loadFile();
    const section = this.#readSection(file);
    const resolved = file && (await this.#resolve(file));
    const env = demo ? {} : omitOwnAddress(ports.env, section.listen);
    const setup = createSetup({}, { listings, env, file: resolved });
    const configuration = demo ?? setup.configuration;
    this.#setup = setup;
    const names = namesOf(configuration);
    assertReferences(section, sectionPath(file), names, listings);
    return {
      section,
      runtime: { configuration, described: describeSettings(file) },
      names,
      providers: listings
        .filter((listing) => !findMissingSetting(listing, configuration.settings))
        .map(({ id }) => id),
    };
  };

  /**
   * A client can name any model of any provider. Those without a key are not called.
   *
   * @throws ConfigurationError also if a target of a chain or an alias has no key
   */
  readonly createUnderstudy = ({ configuration, described }: ServeRuntime): Understudy => {
    const { packages, telemetry } = this.#context;
    const settings = revealSecrets(configuration.settings ?? {});
    const revealed = { ...configuration, settings };
    try {
      this.#check(revealed, Object.keys(described));
      return packages.createUnderstudy(
        revealed,
        { telemetry: telemetry.create() },
        { requiresKeys: true },
      );
    } catch (thrown) {
      const error = toTargetError(thrown, settings, packages.providers());
      throw this.#setup?.locate(error) ?? error;
    }
  };

  async #loadFile(): Promise<ConfigurationFile | undefined> {
    const { ports, demo } = this.#context;
    if (demo) return undefined;
    const file = await loadConfigurationFile(this.#flags.config, ports.files);
    if (file === undefined && this.#hasFile) throw removedFileError();
    this.#hasFile = file !== undefined;
    return file;
  }

  #readSection(file: ConfigurationFile | undefined): CompleteSection {
    const section = this.#context.demo ? demoSection(this.#flags) : file?.gateway;
    return readGatewaySection(section, sectionPath(file), this.#flags, commandTerms);
  }

  async #resolve(file: ConfigurationFile): Promise<ConfigurationFile> {
    const { packages, ports } = this.#context;
    const { name, configuration } = file;
    const settings = await resolveSecrets(
      configuration.settings ?? {},
      packages.providers(),
      { env: ports.env, readFile: (secret) => ports.files.read(secret) },
      `${name}: settings`,
    );
    return { ...file, configuration: { ...configuration, settings } };
  }

  /** @param configured - the ids of the providers with settings in the file */
  #check(configuration: Configuration, configured: readonly string[]): void {
    const { packages } = this.#context;
    const understudy = packages.createUnderstudy(configuration);
    try {
      assertTargets(understudy, configuration, packages.providers());
      for (const id of configured) assertSettings(understudy, id);
    } finally {
      void understudy.close();
    }
  }
}

function sectionPath(file: ConfigurationFile | undefined): string {
  return file ? `${file.name}: gateway` : 'gateway';
}

function namesOf({ chains = {}, aliases = {} }: Configuration): readonly string[] {
  return [...Object.keys(chains), ...Object.keys(aliases)];
}

/** Settings that are not valid are an error when the provider is used. */
function assertSettings(understudy: Understudy, id: string): void {
  try {
    understudy.explain({ model: modelRef(`${id}/any`) });
  } catch (error) {
    // The model may not exist.
    if (isConfigurationError(error) && error.code === 'invalid-configuration') throw error;
  }
}

function removedFileError(): ConfigurationError {
  return new ConfigurationError({
    path: defaultFileName,
    expected: 'the file that was read before',
    received: 'none',
  });
}

/** The demo has a page. If the port of the API is a free one, that of the page is too. */
function demoSection({ port }: ServeFlags): GatewaySection {
  return { admin: `127.0.0.1:${port === 0 ? 0 : defaultAdminPort}` };
}
