// A volume with forty kinds of odd entries equals itself after backup and restore, by lstat and content through a container of
// the suite's own; what an engine cannot give is said in the manifest.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createBackup } from '#host/backup/create.ts';
import { prepareRestore, restore } from '#host/backup/restore.ts';
import { docker } from '../support/docker/docker.ts';
import { backupProject, willing, type BackupProject } from './backup-project.ts';
import { withEngine } from './with-engine.ts';

const run = promisify(execFile);

const compose = `
services:
  db:${willing}
    volumes: ["data:/data"]
volumes: { data: {} }
`;

/** Made as root in the container, by busybox; each line is one kind. */
const odd = `
cd /data
echo plain > plain
: > empty
head -c 1000000 /dev/urandom > large
head -c 511 /dev/zero > one-less
head -c 512 /dev/zero > one-block
head -c 513 /dev/zero > one-more
dd if=/dev/zero of=sparse bs=1 count=1 seek=3000000 2>/dev/null
echo owned > owned; chown 999:998 owned
echo huge > huge-owner; chown 2147483646:2147483645 huge-owner
echo suid > suid; chmod 4755 suid
echo sgid > sgid; chmod 2755 sgid
echo sticky > sticky; chmod 1644 sticky
echo none > no-rights; chmod 000 no-rights
echo all > all-rights; chmod 0777 all-rights
mkdir empty-folder
mkdir sticky-folder; chmod 1777 sticky-folder
mkdir closed-folder; echo in > closed-folder/in; chmod 000 closed-folder
mkdir -p a/b/c/d/e/f; echo deep > a/b/c/d/e/f/deep
mkdir old-folder; echo in > old-folder/in; touch -d '2001-02-03 04:05:06' old-folder/in old-folder
ln -s plain link
ln -s ../../../outside link-out
ln -s /absolute link-absolute
ln -s nowhere link-nowhere
ln -s "$(printf 'x%.0s' $(seq 1 200))" link-long
ln -s plain link-owned; chown -h 5:6 link-owned
ln plain hard
mkdir other; ln plain other/hard-elsewhere
ln link hard-to-link
mkfifo fifo; chmod 640 fifo
mknod null c 1 3
mknod loop b 7 200
echo dots > ..dots
echo hidden > .hidden
echo whiteout > .wh.gone
echo opaque > .wh..wh..opq
echo dash > ./-rf
echo space > ' leading and trailing '
echo newline > "$(printf 'new\\nline')"
echo tab > "$(printf 'ta\\tb')"
echo bytes > "$(printf 'bytes-\\377\\376')"
echo quote > "qu'o\\"te"
echo backslash > 'back\\slash'
echo star > '*'
echo umlaut > 'größe 漢字 🐳'
echo longest > "$(printf 'n%.0s' $(seq 1 255))"
echo past > past; touch -d '1971-01-01 00:00:00' past
echo future > future; touch -d '2100-01-01 00:00:00' future
mkdir many; for i in $(seq 1 300); do echo $i > many/$i; done
chown 70:71 /data; chmod 2750 /data; touch -d '2011-11-11 11:11:11' /data
`;

/** Everything that lstat tells but the inode, the block count and times beyond the second; and the content. */
const look = `cd /data; find . ! -type d -exec stat -c '%n|%f|%u|%g|%s|%Y|%h|%t:%T' {} + | sort; find . -type d -exec stat -c '%n|%f|%u|%g|%Y|%h' {} + | sort
find . -type l -exec sh -c 'for each; do echo "$each -> $(readlink "$each")"; done' sh {} + | sort; find . -type f -exec sha256sum {} + | sort; find . -samefile plain | sort`;

describe('what a restore keeps', function () {
  this.timeout(180_000);
  withEngine();
  let project: BackupProject;

  before(async () => {
    project = await backupProject({ 'compose.yaml': compose });
    await project.sh('db', odd);
  });

  after(() => project.remove());

  const restoreFrom = async (backup: string): Promise<void> => {
    const subject = await project.subject();
    const outcome = await restore(await prepareRestore(backup, subject, project.machinery), subject, project.machinery, { devices: true });
    assert.equal(outcome.ok, true, JSON.stringify(outcome));
  };

  it('is all of forty kinds of odd entries', async () => {
    const before = await project.sh('db', look);
    assert.ok(before.split('\n').length > 700, before);
    const { folder: backup } = await createBackup(await project.subject(), project.machinery);
    await project.sh('db', 'cd /data; chmod 755 closed-folder; rm -rf a many plain link "größe 漢字 🐳"; echo changed > large; echo extra > extra; mkdir null2; chown 0:0 .; chmod 755 .');
    assert.notEqual(await project.sh('db', look), before);
    await restoreFrom(backup);
    assert.equal(await project.sh('db', look), before);
  });

  it('is the same where the volume is gone and made anew', async () => {
    const before = await project.sh('db', look);
    const { folder: backup } = await createBackup(await project.subject(), project.machinery, { to: project.elsewhere });
    const settings = await docker('volume', 'inspect', '--format', '{{json .Labels}} {{json .Options}} {{.Driver}}', `${project.name}_data`);
    await docker('compose', '--project-directory', project.directory, 'down', '--volumes', '--timeout', '0');
    await restoreFrom(backup);
    assert.equal(await docker('volume', 'inspect', '--format', '{{json .Labels}} {{json .Options}} {{.Driver}}', `${project.name}_data`), settings);
    // No warning of Compose's, and no volume of its own beside it.
    const { stderr } = await run('docker', ['compose', '--project-directory', project.directory, 'up', '--detach']);
    assert.doesNotMatch(stderr, /already exists|Volume/);
    assert.equal(await project.sh('db', look), before);
  });

  it('is not what no engine gives: times below the second, sockets, other attributes; the manifest says so', async () => {
    const other = await backupProject({ 'compose.yaml': compose });
    try {
      await other.sh('db', "cd /data; echo x > x; touch -d '2020-02-02 02:02:02' x; nc -l -U /data/socket > /dev/null 2>&1 & sleep 0.2; true");
      const { manifest } = await createBackup(await other.subject(), other.machinery);
      for (const said of [/second/, /attributes/, /[Ss]ockets/]) assert.ok(manifest.limits.some((limit) => said.test(limit)), String(said));
    } finally {
      await other.remove();
    }
  });
});
