// What an environment needs of the engine and its machine: ports, networks and volumes of others, memory, GPUs.

import { gpuRuntimeOf, gpusOf } from '#core/compose/gpus.ts';
import { limitsOf } from '#core/compose/limits.ts';
import { namedBy } from '#core/compose/real-name.ts';
import type { Verdict } from '#core/doctor/check.ts';
import type { DoctorFacts } from '#core/doctor/facts.ts';
import { active, findingsAbout, upon } from '#core/doctor/files.ts';
import { untold } from '#core/doctor/untold.ts';
import { hostPortsOf, replicasOf } from '#core/rules/port-conflict/host-ports.ts';
import { counted, listed } from '#core/words/listed.ts';
import { sized } from '#core/words/size.ts';

/** Host ports: taken by others, free, or held by the environment itself. */
export function judgePorts(facts: DoctorFacts): Verdict {
  const { live, project } = facts;
  const ports = [...new Set(active(facts).flatMap(hostPortsOf).map(({ ports: { first, last } }) => (first === last ? `${first}` : `${first}-${last}`)))];
  // One port of another environment of this folder: who switches to this one stops that one first.
  const beside = facts.findings.filter(({ code, severity }) => code === 'port-in-use' && severity === 'information');
  const taken = [...findingsAbout('ports', facts), ...beside];
  const advice = taken.some(({ code }) => code === 'port-in-use') ? 'Stop who has the port, or publish another one' : 'Publish another port';
  const verdict = upon(taken, facts, { advice: beside.length === taken.length ? 'Stop the other environment first, or switch from it' : advice });
  if (verdict !== undefined) return verdict;
  if (ports.length === 0) return { status: 'pass', message: 'No port of the host is asked for' };
  if (!live.told) return { ...untold(live), message: `No process of this machine is known to have ${portsNamed(ports)}; containers were not asked for` };
  const own = new Set(live.value.ports.flatMap(({ port, holder }) => (holder.kind === 'container' && holder.project === project.name ? [`${port}`] : [])));
  const held = ports.filter((port) => own.has(port));
  const free = ports.filter((port) => !own.has(port));
  const said = [...(free.length > 0 ? [`${portsNamed(free)} ${free.length === 1 ? 'is' : 'are'} free`] : []), ...(held.length > 0 ? [`${portsNamed(held)} ${held.length === 1 ? 'is' : 'are'} held by ${project.name} itself`] : [])];
  return { status: 'pass', message: said.join(', ').replace(/^./, (letter) => letter.toUpperCase()) };
}

function portsNamed(ports: readonly string[]): string {
  return `port${ports.length === 1 && !ports[0]?.includes('-') ? '' : 's'} ${listed(ports)}`;
}

/** Networks and volumes that Compose does not make. */
export function judgeNetworks(facts: DoctorFacts): Verdict {
  const { live, project } = facts;
  const external = [...project.networks.values(), ...project.volumes.values()].filter((each) => each.external).map((each) => namedBy(each).value);
  if (external.length === 0 && findingsAbout('networks', facts).length === 0) return { status: 'pass', message: 'No network or volume of others is asked for' };
  if (!live.told) return untold(live);
  return upon(findingsAbout('networks', facts), facts, { advice: 'Make what is missing, or start first what makes it' })
    ?? { status: 'pass', message: `What others make is there: ${listed(external)}` };
}

/** Memory and CPUs that services reserve or may use, against what there is. */
export function judgeMemory(facts: DoctorFacts): Verdict {
  const { live, freeMemory, project } = facts;
  if (!live.told) return untold(live);
  const { memory, cpus, containers } = live.value;
  const told = facts.findings.filter(({ code }) => code === 'resource-overcommit');
  const verdict = upon([...told.filter(({ severity }) => severity === 'error'), ...told.filter(({ severity }) => severity !== 'error')], facts, { advice: 'Lower the limits, or give the engine more' });
  if (verdict !== undefined) return verdict;
  const sum = (of: 'memory' | 'reservedMemory'): number => active(facts).reduce((total, service) => total + (limitsOf(service)[of]?.amount ?? 0) * replicasOf(service), 0);
  const [reserved, limited] = [sum('reservedMemory'), sum('memory')];
  const has = `the engine has ${counted(cpus, 'CPU')} and ${sized(memory)}${freeMemory === undefined ? '' : `, ${sized(freeMemory)} of it free`}`;
  const runs = containers.some((each) => each.project === project.name && each.state === 'running');
  if (freeMemory !== undefined && !runs && reserved > freeMemory) {
    return { status: 'warn', message: `The services reserve ${sized(reserved)} of memory, and ${sized(freeMemory)} of ${sized(memory)} is free now: it would run out`, advice: 'End other programs or containers first' };
  }
  const unlimited = active(facts).filter((service) => limitsOf(service).memory === undefined).length;
  const asked = [...(reserved > 0 ? [`reserve ${sized(reserved)}`] : []), ...(limited > 0 ? [`may use ${sized(limited)}`] : [])].join(' and ');
  const open = unlimited > 0 ? `, ${counted(unlimited, 'service')} without a limit` : '';
  return { status: 'pass', message: asked === '' ? `No service says how much memory it wants; ${has}` : `The services ${asked}${open}; ${has}` };
}

/** GPUs, where a service asks for one. */
export function judgeGpu(facts: DoctorFacts): Verdict {
  const wishing = active(facts).filter((service) => gpuRuntimeOf(service) !== undefined || gpusOf(service).length > 0).map(({ name }) => name);
  if (wishing.length === 0) return { status: 'pass', message: 'No service asks for a GPU' };
  if (!facts.live.told) return untold(facts.live);
  const advice = 'Set up the NVIDIA Container Toolkit on the engine\'s machine';
  const verdict = upon(findingsAbout('gpu', facts), facts, { advice });
  if (verdict !== undefined) return verdict;
  if (facts.live.value.gpu === undefined) return { status: 'warn', message: `The engine does not tell whether it has a GPU for ${listed(wishing)}`, advice: 'See for yourself: docker run --rm --gpus all ubuntu nvidia-smi' };
  return { status: 'pass', message: `The engine has a GPU for ${listed(wishing)}` };
}
