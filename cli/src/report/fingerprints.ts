// What tells a finding from others in the next run too, when lines have come or gone above it: what it says of which file,
// without the number of its line.

import { createHash } from 'node:crypto';
import type { FilePath } from '#core/outside.ts';
import type { Report } from '#cli/report/report.ts';

/** One for each finding, no two the same: those that say the same of one file are counted. */
export function fingerprintsOf(report: Report, path: (file: FilePath) => string): readonly string[] {
  const seen = new Map<string, number>();
  return report.findings.map(({ file, code, message }) => {
    const said = JSON.stringify([path(file), code, message]);
    const count = seen.get(said) ?? 0;
    seen.set(said, count + 1);
    return createHash('sha256').update(said).update(String(count)).digest('hex');
  });
}
