// The `json` format: a public interface, so what is here is a promise.

import type { FilePath } from '#core/outside.ts';
import { rangeIn, type Report } from '#cli/report/report.ts';

/** One object with the projects that were judged and what was found. `osPath` gives a path the form of the system. */
export function jsonReport(report: Report, osPath: (path: FilePath) => string): string {
  return `${JSON.stringify({
    version: 1,
    projects: report.projects.map(({ name, directory, environment, services }) => ({
      name, directory: osPath(directory), files: environment.files.map(osPath), environment: environment.name,
      services: [...services.values()].filter(({ active }) => active).map((service) => service.name),
    })),
    diagnostics: report.findings.map(({ file, span, severity, stage, code, message, project, environments, fixes }) => ({
      file: osPath(file), range: rangeIn(report, file, span), severity, stage, code, message, project, environments,
      fixes: fixes.map(({ title }) => ({ title })),
    })),
    ...(report.fixed === undefined ? {} : {
      fixed: report.fixed.map(({ diagnostic: { file, code, message, project }, title }) => ({ file: osPath(file), code, message, project, title })),
    }),
    ...(report.diff === undefined ? {} : { diff: report.diff }),
  }, undefined, 2)}\n`;
}
