// Every rule, in the order of the stages.

import { yamlSyntax } from '#core/rules/yaml-syntax/rule.ts';
import { duplicateKey } from '#core/rules/duplicate-key/rule.ts';
import { unknownKey } from '#core/rules/unknown-key/rule.ts';
import { wrongType } from '#core/rules/wrong-type/rule.ts';
import { invalidValue } from '#core/rules/invalid-value/rule.ts';
import { missingProperty } from '#core/rules/missing-property/rule.ts';
import { conflictingKeys } from '#core/rules/conflicting-keys/rule.ts';
import { emptyFile } from '#core/rules/empty-file/rule.ts';
import { interpolationSyntax } from '#core/rules/interpolation-syntax/rule.ts';
import { requiredVariable } from '#core/rules/required-variable/rule.ts';
import { undefinedService } from '#core/rules/undefined-service/rule.ts';
import { undefinedNetwork } from '#core/rules/undefined-network/rule.ts';
import { undefinedVolume } from '#core/rules/undefined-volume/rule.ts';
import { undefinedSecret } from '#core/rules/undefined-secret/rule.ts';
import { undefinedConfig } from '#core/rules/undefined-config/rule.ts';
import { undefinedModel } from '#core/rules/undefined-model/rule.ts';
import { noImageOrBuild } from '#core/rules/no-image-or-build/rule.ts';
import { duplicateContainerName } from '#core/rules/duplicate-container-name/rule.ts';
import { duplicateMountTarget } from '#core/rules/duplicate-mount-target/rule.ts';
import { profileMismatch } from '#core/rules/profile-mismatch/rule.ts';
import { dependencyCycle } from '#core/rules/dependency-cycle/rule.ts';
import { envFileMissing } from '#core/rules/env-file-missing/rule.ts';
import { envFileSyntax } from '#core/rules/env-file-syntax/rule.ts';
import { extendsMissing } from '#core/rules/extends-missing/rule.ts';
import { includeMissing } from '#core/rules/include-missing/rule.ts';
import { includeConflict } from '#core/rules/include-conflict/rule.ts';
import { buildContextMissing } from '#core/rules/build-context-missing/rule.ts';
import { dockerfileMissing } from '#core/rules/dockerfile-missing/rule.ts';
import { dockerfileTargetMissing } from '#core/rules/dockerfile-target-missing/rule.ts';
import { buildArgUnused } from '#core/rules/build-arg-unused/rule.ts';
import { copySourceMissing } from '#core/rules/copy-source-missing/rule.ts';
import { deadMountSource } from '#core/rules/dead-mount-source/rule.ts';
import { mountTypeMismatch } from '#core/rules/mount-type-mismatch/rule.ts';
import { portConflict } from '#core/rules/port-conflict/rule.ts';
import { mountHidesImageFiles } from '#core/rules/mount-hides-image-files/rule.ts';
import { portInUse } from '#core/rules/port-in-use/rule.ts';
import { externalMissing } from '#core/rules/external-missing/rule.ts';
import { resourceOvercommit } from '#core/rules/resource-overcommit/rule.ts';
import { gpuMissing } from '#core/rules/gpu-missing/rule.ts';
import { refusedValue } from '#core/rules/refused-value/rule.ts';
import { healthcheckRequired } from '#core/rules/healthcheck-required/rule.ts';
import { undefinedVariable } from '#core/rules/undefined-variable/rule.ts';
import { unreachableService } from '#core/rules/unreachable-service/rule.ts';
import { servicePortMismatch } from '#core/rules/service-port-mismatch/rule.ts';
import { environmentDrift } from '#core/rules/environment-drift/rule.ts';
import { envVariableMissing } from '#core/rules/env-variable-missing/rule.ts';
import { envValueMismatch } from '#core/rules/env-value-mismatch/rule.ts';
import { missingHealthcheck } from '#core/rules/missing-healthcheck/rule.ts';
import { dependsOnWithoutCondition } from '#core/rules/depends-on-without-condition/rule.ts';
import { unpinnedImage } from '#core/rules/unpinned-image/rule.ts';
import { privilegedContainer } from '#core/rules/privileged-container/rule.ts';
import { dockerSocketMount } from '#core/rules/docker-socket-mount/rule.ts';
import { obsoleteVersion } from '#core/rules/obsolete-version/rule.ts';
import { unusedDefinition } from '#core/rules/unused-definition/rule.ts';
import { unquotedPort } from '#core/rules/unquoted-port/rule.ts';
import { ephemeralData } from '#core/rules/ephemeral-data/rule.ts';
import { plaintextSecret } from '#core/rules/plaintext-secret/rule.ts';
import { devWholeServiceMount } from '#core/rules/dev-whole-service-mount/rule.ts';
import { devSharedMountMissing } from '#core/rules/dev-shared-mount-missing/rule.ts';
import { prodBindMount } from '#core/rules/prod-bind-mount/rule.ts';
import { scriptMissing } from '#core/rules/script-missing/rule.ts';
import { composeFileMissing } from '#core/rules/compose-file-missing/rule.ts';
import type { Rule } from '#core/rules/rule.ts';

export const rules: readonly Rule[] = [
  yamlSyntax,
  duplicateKey,
  unknownKey,
  wrongType,
  invalidValue,
  missingProperty,
  conflictingKeys,
  emptyFile,
  interpolationSyntax,
  requiredVariable,
  undefinedService,
  undefinedNetwork,
  undefinedVolume,
  undefinedSecret,
  undefinedConfig,
  undefinedModel,
  noImageOrBuild,
  duplicateContainerName,
  duplicateMountTarget,
  profileMismatch,
  dependencyCycle,
  envFileMissing,
  envFileSyntax,
  extendsMissing,
  includeMissing,
  includeConflict,
  buildContextMissing,
  dockerfileMissing,
  dockerfileTargetMissing,
  buildArgUnused,
  copySourceMissing,
  deadMountSource,
  mountTypeMismatch,
  portConflict,
  portInUse,
  externalMissing,
  resourceOvercommit,
  gpuMissing,
  refusedValue,
  mountHidesImageFiles,
  healthcheckRequired,
  undefinedVariable,
  envValueMismatch,
  unreachableService,
  servicePortMismatch,
  environmentDrift,
  envVariableMissing,
  missingHealthcheck,
  dependsOnWithoutCondition,
  unpinnedImage,
  privilegedContainer,
  dockerSocketMount,
  obsoleteVersion,
  unusedDefinition,
  unquotedPort,
  ephemeralData,
  plaintextSecret,
  devWholeServiceMount,
  devSharedMountMissing,
  prodBindMount,
  scriptMissing,
  composeFileMissing,
];
