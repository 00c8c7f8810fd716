// What every driver of another system shares: the record, the clock, and the lines that the benchmark reads.
'use strict';

const callers = { publish: 256, lookup: 32 };
const subscribers = 100;

/** The same strategy that the append benchmark stores, about 1 KiB of JSON. */
const record = number => JSON.stringify({
  recordId: `record-${number}`,
  kind: 'strategy',
  title: [{ lang: 'en', text: 'National strategy 2026 to 2030', status: 'authoritative' }],
  abstract: [{ lang: 'en', text: 'What we mean to do, with whom, and how we measure it. '.repeat(12) }],
  issuingBody: [{ lang: 'en', text: 'Ministry of the Interior', status: 'authoritative' }],
  status: 'in-force',
  topics: ['resilience', 'capacity-building'],
  languages: ['en', 'fr'],
  officialUrl: 'https://strategy.example/2026',
});

const now = () => Number(process.hrtime.bigint()) / 1e6;

const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
};

/** Repeats work from many callers for some milliseconds; answers the rate and the time of each. */
const repeat = async (count, milliseconds, once) => {
  const times = [];
  const start = now();
  let next = 0;
  await Promise.all(Array.from({ length: count }, async () => {
    while (now() - start < milliseconds) {
      const began = now();
      await once(next++);
      times.push(now() - began);
    }
  }));
  return { rate: times.length * 1000 / (now() - start), times };
};

const say = (key, value, unit, note) => console.log(JSON.stringify({ key, value, unit, note }));

module.exports = { callers, now, percentile, record, repeat, say, subscribers };
