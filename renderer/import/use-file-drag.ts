import { useEffect, useState } from 'react';

/** While files are held over the window, `dragover` comes several times a second, even from a hand that rests. */
const SILENCE_MS = 700;

/**
 * True while files are dragged over the window. `dragleave` also fires at every border between two elements, so only the
 * one that leaves the window counts; silence counts too, for a drag that ends elsewhere says nothing at all.
 */
export function useFileDrag(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let silence: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(silence);
      setOver(false);
    };
    const onOver = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      clearTimeout(silence);
      silence = setTimeout(end, SILENCE_MS);
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) end();
    };
    window.addEventListener('dragenter', onOver);
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', end);
    return () => {
      end();
      window.removeEventListener('dragenter', onOver);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', end);
    };
  }, []);
  return over;
}
