import { caughtUp, firstRow } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test('an administrator sees the events of the own clinic only, and no raw form', async ({
  clinic,
  consoleOf,
}) => {
  const { page } = await consoleOf('teresa.villalobos');
  await firstRow(page);
  await caughtUp(page);
  const trail = page.getByRole('grid', { name: 'Audit events' });

  await test.step('nobody in it belongs to another clinic only', async () => {
    const clinicsOf = new Map<string, Set<string | null>>();
    for (const { name, clinicId } of await clinic.persons(true)) {
      clinicsOf.set(name, (clinicsOf.get(name) ?? new Set()).add(clinicId));
    }
    const names = await page.evaluate(async () => {
      const answer = await window.medminder.call('audit.search', { filter: {}, limit: 500 });
      const rows = answer.ok ? answer.value.rows : [];
      return rows.flatMap(({ agent, patient }) => [agent?.label, patient?.label]);
    });
    const known = names.flatMap((name) => (name === undefined ? [] : [clinicsOf.get(name)])).filter(Boolean);
    expect(known.length).toBeGreaterThan(50);
    const foreign = known.filter((clinics) => !clinics!.has('harbor-light') && !clinics!.has(null));
    expect(foreign).toEqual([]);
  });

  await test.step('an event is explained, and there is no tab for its raw form', async () => {
    await trail.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const event = page.getByRole('complementary', { name: 'Event' });
    await expect(event.getByRole('heading', { name: 'Stored evidence' })).toBeVisible();
    await expect(event.getByRole('tab')).toHaveCount(0);
  });

  await test.step('the raw form is refused below the page too', async () => {
    const refusal = await page.evaluate(async () => await window.medminder.call('audit.raw', { seq: 1 }));
    expect(refusal).toMatchObject({ ok: false, error: { code: 'auth/forbidden' } });
  });
});

test('support has no trail: not in the rail, not below it', async ({ consoleOf }) => {
  const { page } = await consoleOf('sam.whitaker');
  const rail = page.getByRole('navigation', { name: 'Desks' });
  await expect(rail.getByRole('button')).toHaveText(['My actions', 'This desk', 'Shortcuts']);
  await expect(page.getByRole('grid', { name: 'My actions' }).getByText('Login')).toBeVisible();

  await test.step('the key for the first desk opens the first that this role has', async () => {
    await page.keyboard.press('Control+2');
    await expect(page.getByRole('heading', { level: 1, name: 'This desk' })).toBeVisible();
    await page.keyboard.press('Control+3');
    await expect(page.getByRole('heading', { level: 1, name: 'This desk' })).toBeVisible();
    await page.keyboard.press('Control+1');
    await expect(page.getByRole('heading', { level: 1, name: 'My actions' })).toBeVisible();
  });

  await test.step('calls made past the page are refused', async () => {
    const codes = await page.evaluate(async () => {
      const { call } = window.medminder;
      const answers = await Promise.all([
        call('audit.search', { filter: {} }),
        call('audit.count', { filter: {} }),
        call('audit.coverage', {}),
        call('audit.source', {}),
        call('audit.refresh', {}),
        call('audit.suggest', { field: 'patient', text: 'a' }),
        call('audit.event', { seq: 1 }),
        call('audit.raw', { seq: 1 }),
      ]);
      return answers.map((answer) => (answer.ok ? 'answered' : answer.error.code));
    });
    expect(codes).toEqual(Array.from({ length: codes.length }, () => 'auth/forbidden'));
  });
});
