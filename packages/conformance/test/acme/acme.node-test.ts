import { describe, it } from 'node:test';

import { describeProvider } from '@understudy/conformance';

import { acmeOptions } from './acme-options.ts';

describeProvider({ describe, it }, acmeOptions(process.env['ACME_FAULT'] || undefined));
