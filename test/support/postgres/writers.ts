// Clients that write to a PostgreSQL without a pause: each commits rows with the numbers of a series of its own, and notes a
// number once the server has said that it is committed. They come back when the server was away.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export interface Writers {
  /** The highest number of each series that the server has acknowledged. */
  acknowledged(): readonly number[];
  /** The highest number of each series that it was ever asked for. */
  asked(): readonly number[];
  /** What a client said last when it was refused. */
  refused(): string;
  stop(): Promise<void>;
}

/** The table that they write to. The text is as long as a quarter of a page, and an index has it. */
export const schema = `
create table written (series int, number int, text text not null, primary key (series, number));
create index on written (md5(text));
create table balance (series int primary key, number int not null) with (fillfactor = 50);
insert into balance select series, 0 from generate_series(0, 63) series;`;

/** Begins; `container` has psql, and `user` a database of its name with the `schema`. */
export function startWriters(container: string, user: string, series: number): Writers {
  const acknowledged = Array.from({ length: series }, () => 0);
  const asked = Array.from({ length: series }, () => 0);
  let refused = '';
  const end = new AbortController();
  const all = acknowledged.map(async (_, own) => {
    while (!end.signal.aborted) {
      const client = spawn('docker', ['exec', '-i', container, 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-U', user, '-d', user], { stdio: ['pipe', 'pipe', 'pipe'] });
      client.stderr.on('data', (chunk: Buffer) => { refused = chunk.toString(); });
      const closed = once(client, 'close');
      client.stdin.on('error', () => client.kill());
      // What is not acknowledged may be there all the same: it is not asked for again.
      const next = (): void => {
        if (end.signal.aborted) {
          client.stdin.end();
          return;
        }
        asked[own] = (asked[own] ?? 0) + 1;
        const number = asked[own];
        client.stdin.write(`with a as (update balance set number = ${number} where series = ${own}) insert into written values (${own}, ${number}, repeat(md5('${own} ${number}'), 64)) returning number;\n`);
      };
      next();
      for await (const line of createInterface({ input: client.stdout })) {
        if (!/^\d+$/.test(line)) continue;
        acknowledged[own] = Number(line);
        next();
      }
      await closed;
      if (!end.signal.aborted) await delay(100);
    }
  });
  return {
    acknowledged: () => [...acknowledged],
    asked: () => [...asked],
    refused: () => refused,
    async stop() {
      end.abort();
      await Promise.all(all);
    },
  };
}
