import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import type { IConfigFile } from '@microsoft/api-extractor';

import type { EntryPoint } from './published-packages.ts';

const silent = { default: { logLevel: ExtractorLogLevel.None } };

/** Returns the exported names and types of an entry point as text. Its package must be built. */
export function reportApi(folder: string, entryPoint: EntryPoint): string {
  const reportFolder = mkdtempSync(join(tmpdir(), 'understudy-api-'));
  try {
    const configuration: IConfigFile = {
      projectFolder: resolve(folder),
      mainEntryPointFilePath: resolve(entryPoint.types),
      compiler: {
        overrideTsconfig: { extends: resolve('tsconfig.base.json'), include: ['dist/**/*.d.ts'] },
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: entryPoint.subpath,
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
    return removeRemarks(readFileSync(join(reportFolder, `${entryPoint.subpath}.api.md`), 'utf8'));
  } finally {
    rmSync(reportFolder, { recursive: true });
  }
}

/** Removes the remarks about missing comments, which are not part of the API. */
function removeRemarks(report: string): string {
  return report
    .replaceAll(/^ *\/\/ \(undocumented\)\n/gm, '')
    .replaceAll(' (undocumented)', '')
    .replace('// (No @packageDocumentation comment for this package)\n\n', '');
}
