// Models on a machine: defaults in variables, overlays for a GPU and for a port, an ignore file of a Dockerfile.

import { gone, made, plantIn, text } from '../fault.ts';

const llm = plantIn('llm');
const file = 'docker-compose.yml';
const gpu = 'docker-compose.gpu.yml';
const api = 'docker-compose.api.yml';
const dockerfile = 'webui/Dockerfile';

llm.fault('conflicting-keys', 'in an overlay, defaults', text(gpu, '              count: ${OLLAMA_GPU_COUNT-1}\n', '              ‹count›: ${OLLAMA_GPU_COUNT-1}\n              ‹device_ids›: ["0"]\n'));
llm.fault('invalid-value', 'a default in an overlay', text(gpu, '${OLLAMA_GPU_COUNT-1}', '«${OLLAMA_GPU_COUNT-one}»'));
llm.fault('missing-property', 'a device of an overlay', text(gpu, '            - driver: ${OLLAMA_GPU_DRIVER-nvidia}\n              count: ${OLLAMA_GPU_COUNT-1}\n              capabilities: [gpu]', '            - «driver»: ${OLLAMA_GPU_DRIVER-nvidia}\n              count: ${OLLAMA_GPU_COUNT-1}'));
llm.fault('no-image-or-build', 'a mistyped name in an overlay', text(api, '  ollama:\n', '  «olama»:\n'));
llm.fault('port-conflict', 'an overlay on the base, by defaults', text(api, '${OLLAMA_WEBAPI_PORT-11434}', '${OLLAMA_WEBAPI_PORT-«3000»}'), text(file, '- ${OPEN_WEBUI_PORT-«3000»}:8080'));
llm.fault('dead-mount-source', 'long syntax in quotes', text(file, 'source: "./litellm/config.yaml"', 'source: "«./litellm/config.yml»"'));
llm.fault('dead-mount-source', 'the file of a config', gone('qdrant.yaml'), text(file, '{ file: «./qdrant.yaml» }'));
llm.fault('env-file-missing', 'flow mapping', text(file, '{ path: ./litellm/keys.env, required: false, format: raw }', '{ path: «./litellm/keys.env», format: raw }'));
llm.fault('invalid-value', 'the format of an env file', made('litellm/keys.env', 'A=1\n'), text(file, 'required: false, format: raw }', 'format: «rawest» }'));
llm.faultWith('copy-source-missing', ['dead-mount-source'], 'a file with a flag before', gone('litellm/config.yaml'), text(dockerfile, 'COPY --chown=1000:1000 «litellm/config.yaml»'));
llm.fault('copy-source-missing', 'left out by the ignore file of the Dockerfile', text('webui/Dockerfile.dockerignore', '.env*\n', '.env*\nlitellm\n'), text(dockerfile, 'COPY --chown=1000:1000 «litellm/config.yaml»'));
llm.fault('dockerfile-missing', 'below the context', text(file, 'dockerfile: webui/Dockerfile', 'dockerfile: «Dockerfile»'));
llm.fault('build-arg-unused', 'single quotes', text(file, "OLLAMA_BASE_URL: '/ollama'", "«OLLAMA_URL»: '/ollama'"));
llm.fault('service-port-mismatch', 'single quotes', text(file, "'OLLAMA_BASE_URL=http://ollama:11434'", "'OLLAMA_BASE_URL=http://ollama:«11343»'"));
llm.fault('service-port-mismatch', 'a digit of a command', text(file, "http://litellm:4000/v1", "http://litellm:«4001»/v1"));
llm.fault('ephemeral-data', 'an unofficial image in flow', text(file, '    volumes: [pg:/var/lib/postgresql/data]\n', ''), text(file, ' pg: ,', ''), text(file, 'image: «pgvector/pgvector:0.8.0-pg17»'));
llm.fault('ephemeral-data', 'models', text(file, '    volumes: ["ollama:/root/.ollama"]\n', ''), text(file, 'ollama: , ', ''), text(file, 'image: «ollama/ollama:0.5.4»'));
llm.fault('ephemeral-data', 'vectors', text(file, '["qdrant:/qdrant/storage"]', '["qdrant:/qdrant/data"]'), text(file, 'image: «qdrant/qdrant:v1.12.5»'));
llm.fault('healthcheck-required', 'flow', text(file, '    healthcheck: { test: [CMD-SHELL, pg_isready -U litellm] }\n', ''), text(file, 'postgres: { condition: «service_healthy» }'));
llm.fault('interpolation-syntax', 'a default without a dash', text(file, '${WEBUI_TAG-main}', '«${WEBUI_TAG/main}»'));
llm.fault('undefined-config', 'flow', text(file, '{ source: qdrant, target', '{ source: «quadrant», target'), text(file, 'configs: { qdrant: { file: ./qdrant.yaml } }\n', ''));
llm.fault('wrong-type', 'no mapping', text(file, 'bind: { create_host_path: false }', 'bind: «false»'));
llm.fault('undefined-variable', 'a default is gone', text(file, '${WEBUI_TAG-main}', '«${WEBUI_TAG}»'));

llm.sound('a file that may be absent', text(file, 'keys.env, required: false', 'more.env, required: false'));

export const llmCases = llm.cases;
