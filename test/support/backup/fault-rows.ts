// A row of the table of faults is a test that says what happened; the table is printed when all rows of a file are through.

export interface FaultRows {
  /** Injects a fault; what it answers with is what happened. */
  row(id: string, injected: string, work: () => Promise<string>): void;
}

/** Call it inside `describe`. */
export function faultRows(): FaultRows {
  const happened: string[] = [];
  after(() => {
    for (const line of happened) process.stdout.write(`    ${line}\n`);
  });
  return {
    row(id, injected, work) {
      it(`${id} ${injected}`, async () => {
        happened.push(`${id.padEnd(4)}${injected} → ${await work()}`);
      });
    },
  };
}
