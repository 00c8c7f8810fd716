// Reads vCards from stdin with a library that knows nothing of ours, and writes what it understood: for each card a list
// of [name, values, parameters].
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const read = ICAL.parse(readFileSync(0, 'utf8'));
const cards = typeof read[0] === 'string' ? [read] : read;
const plain = cards.map(([, properties]) => properties.map(([name, parameters, , ...values]) => [
  name,
  values.flat().map(String),
  Object.entries(parameters)
    .filter(([key]) => key !== 'value')
    .map(([key, value]) => [key, [value].flat()])
    .sort(([one], [other]) => (one < other ? -1 : 1)),
]));
process.stdout.write(JSON.stringify(plain));
