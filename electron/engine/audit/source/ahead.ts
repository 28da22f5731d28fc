/**
 * The same items, each asked for while the one before it is in use: never more than one ahead. An item that fails does so
 * in its turn. Whoever stops early ends the inner generator too.
 */
export async function* oneAhead<Item>(
  items: AsyncGenerator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  let next = begun(items);
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = begun(items);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await items.return();
  }
}

/** Asks for the next item. Its failure is heard when its turn comes; until then it must not count as unheard. */
function begun<Item>(items: AsyncGenerator<Item, void, undefined>): Promise<IteratorResult<Item, void>> {
  const next = items.next();
  next.catch(() => undefined);
  return next;
}
