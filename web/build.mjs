// Bundles every src/NAME/main.ts into NAME.js and NAME.css in the folder given, one file each with all that it needs,
// and the licences of the packages inside at its head.
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, 'dist'));
mkdirSync(out, { recursive: true });

for (const name of readdirSync(join(here, 'src')).filter(folder => existsSync(join(here, 'src', folder, 'main.ts')))) {
  const made = await build({
    absWorkingDir: here,
    entryPoints: { [name]: `src/${name}/main.ts` },
    outdir: out,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2021'],
    legalComments: 'inline',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const notices = licences(Object.keys(made.metafile.inputs));
  for (const file of made.outputFiles) {
    const text = file.path.endsWith('.js') ? notices + file.text : file.text;
    // Under a temporary name first, so that a build that is stopped leaves no half of a file.
    writeFileSync(`${file.path}.new`, text);
    renameSync(`${file.path}.new`, file.path);
  }
}

/** The licence of every package among the files, and of what these depend on: some are published with others inside. Those of one text together. */
function licences(files) {
  const packages = new Set(files.map(file => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]).filter(Boolean));
  // A set that grows while it is walked is walked to its end.
  for (const name of packages)
    for (const inner of Object.keys(about(name).dependencies ?? {})) packages.add(inner);
  const byText = new Map();
  for (const name of [...packages].sort()) {
    const folder = join(here, 'node_modules', name);
    const file = readdirSync(folder).find(entry => /^licen[cs]e(\.|$)/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file; a bundle must not hold it`);
    const text = readFileSync(join(folder, file), 'utf8').trim().replaceAll('*/', '* /').replaceAll('\r\n', '\n');
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${about(name).version}`]);
  }
  return [...byText].map(([text, names]) => `/*! ${names.join(', ')}\n\n${text}\n*/\n`).join('');
}

function about(name) {
  return JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8'));
}
