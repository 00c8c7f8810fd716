// Live parts, keys, print and sound. Every page reads, looks up and acknowledges without it.
'use strict';

for (const hidden of document.querySelectorAll('.needs-script')) hidden.hidden = false;

document.addEventListener('click', event => {
  const target = event.target.closest('[data-print],[data-sound]');
  if (!target) return;
  if ('print' in target.dataset) window.print();
  if ('sound' in target.dataset) startSound(target);
});

// One key where a page shows it, never while somebody types.
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input,textarea,select')) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.focus();
  if (wanted.tagName === 'BUTTON') wanted.click();
});

// Which flash messages were heard: a reconnect lists them again.
let sound = null;
const heard = new Set();

function startSound(button) {
  sound = new AudioContext();
  button.disabled = true;
  button.setAttribute('aria-pressed', 'true');
  ring('actual');
}

// Actual: three rising pairs. Exercise: one long low note.
function ring(context) {
  if (!sound) return;
  const notes = context === 'actual'
    ? [[880, 0], [1175, 0.15], [880, 0.4], [1175, 0.55], [880, 0.8], [1175, 0.95]].map(([tone, at]) => [tone, at, 0.13])
    : [[220, 0, 1.2]];
  for (const [tone, at, length] of notes) {
    const voice = sound.createOscillator(), loudness = sound.createGain();
    voice.frequency.value = tone;
    loudness.gain.value = 0.2;
    voice.connect(loudness).connect(sound.destination);
    voice.start(sound.currentTime + at);
    voice.stop(sound.currentTime + at + length);
  }
}

if (document.querySelector('[data-live]')) follow();

function follow() {
  const news = new EventSource('/live');
  let waiting = 0;
  news.addEventListener('message', event => {
    const [context, precedence, state, id] = event.data.split(' ');
    if (precedence === 'flash' && state === 'open' && !heard.has(id)) {
      heard.add(id);
      ring(context);
    }
    // Many at once are one look.
    clearTimeout(waiting);
    waiting = setTimeout(renew, 300);
  });
  // What no news tells of, e.g. the board of a check, looks by itself.
  const every = Number(document.querySelector('[data-every]')?.dataset.every);
  const looks = every > 0 ? setInterval(renew, every * 1000) : 0;
  addEventListener('pagehide', () => { news.close(); clearInterval(looks); });
}

// The same page again, and only its live parts taken over: what somebody unfolded or is typing stays.
async function renew() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' }, redirect: 'error' }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const held of document.querySelectorAll('[data-live]')) {
    take(held, page.querySelector(`[data-live="${CSS.escape(held.dataset.live)}"]`));
  }
}

function take(held, fresh) {
  if (!fresh || fresh.innerHTML === held.innerHTML || isBusy(held)) return;
  const focused = document.activeElement?.getAttribute('href');
  held.replaceChildren(...fresh.childNodes);
  for (const hidden of held.querySelectorAll('.needs-script')) hidden.hidden = false;
  if (sound) held.querySelector('[data-sound]')?.setAttribute('disabled', '');
  if (focused) held.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function isBusy(held) {
  return held.contains(document.activeElement) && document.activeElement.matches('input,textarea,select')
    || [...held.querySelectorAll('input:not([type=hidden]),textarea')].some(one => one.value !== one.defaultValue);
}
