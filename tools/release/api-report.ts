import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import type { IConfigFile } from '@microsoft/api-extractor';

import type { Door } from './published-packages.ts';

const silent = { default: { logLevel: ExtractorLogLevel.None } };

/** What a door offers, as text: every public name with its type. Its package must be built. */
export function reportApi(folder: string, door: Door): string {
  const reportFolder = mkdtempSync(join(tmpdir(), 'understudy-api-'));
  try {
    const configuration: IConfigFile = {
      projectFolder: resolve(folder),
      mainEntryPointFilePath: resolve(door.types),
      compiler: {
        overrideTsconfig: { extends: resolve('tsconfig.base.json'), include: ['dist/**/*.d.ts'] },
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: door.subpath,
        reportFolder,
        reportTempFolder: reportFolder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: silent,
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    };
    Extractor.invoke(
      ExtractorConfig.prepare({
        configObject: configuration,
        configObjectFullPath: undefined,
        packageJsonFullPath: resolve(folder, 'package.json'),
      }),
      { localBuild: true, messageCallback: (message) => (message.handled = true) },
    );
    return withoutRemarks(readFileSync(join(reportFolder, `${door.subpath}.api.md`), 'utf8'));
  } finally {
    rmSync(reportFolder, { recursive: true });
  }
}

/** Whether a name has a comment is no part of what it offers. */
function withoutRemarks(report: string): string {
  return report
    .replaceAll(/^ *\/\/ \(undocumented\)\n/gm, '')
    .replaceAll(' (undocumented)', '')
    .replace('// (No @packageDocumentation comment for this package)\n\n', '');
}
