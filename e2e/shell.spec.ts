import { spawn } from 'node:child_process';
import { appFolder, childEnv, runtimeFromEnv } from './support/runtime.ts';
import { unlock } from './support/desk.ts';
import { enginePid } from './support/engine-pid.ts';
import { expect, test } from './support/fixtures.ts';

const FOREIGN = 'https://example.org/';

test('the page is shut in: no Node, no network, no navigation, no foreign code', async ({ openConsole }) => {
  const { app, page } = await openConsole();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await test.step('it has two methods and nothing of Node', async () => {
    const found = await page.evaluate(() => {
      const names = [
        'require',
        'process',
        'module',
        'Buffer',
        'global',
        '__dirname',
        'electron',
        'ipcRenderer',
      ];
      return {
        leaks: names.filter((name) => name in globalThis),
        api: Object.keys(window.medminder).sort(),
        frozen: Object.isFrozen(window.medminder),
      };
    });
    expect(found).toEqual({ leaks: [], api: ['call', 'listen'], frozen: true });
  });

  await test.step('the policy is sent with the page', async () => {
    const response = await page.reload();
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });

  await test.step('injected code does not run', async () => {
    const outcome = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(event.effectiveDirective),
      );
      const attempt = (act: () => unknown): string => {
        try {
          return String(act());
        } catch (error) {
          return (error as Error).name;
        }
      };
      const inject = (): void => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.injected = 1';
        document.head.append(script);
      };
      // Playwright's own evaluation may use eval as long as it lasts; a task of the page may not.
      const later = await new Promise<Record<string, string>>((resolve) => {
        setTimeout(() => {
          resolve({
            script: attempt(inject),
            html: attempt(() => (document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>')),
            // oxlint-disable-next-line no-eval -- that it is refused is what is tested
            eval: attempt(() => (0, eval)('1 + 1')),
            // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call -- so is this
            function: attempt(() => new Function('return 2')()),
          });
        });
      });
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      return { ...later, ran: 'injected' in globalThis, violations: [...new Set(violations)].sort() };
    });
    expect(outcome).toMatchObject({
      html: 'TypeError',
      eval: 'EvalError',
      function: 'EvalError',
      ran: false,
    });
    expect(outcome.violations).toContain('require-trusted-types-for');
  });

  await test.step('nothing foreign is loaded', async () => {
    const outcome = await page.evaluate(async (url) => {
      const blocked = new Set<string>();
      document.addEventListener('securitypolicyviolation', (event) => blocked.add(event.effectiveDirective));
      const image = document.createElement('img');
      const frame = document.createElement('iframe');
      const imageEnd = new Promise<string>((resolve) => {
        image.addEventListener('load', () => resolve('loaded'));
        image.addEventListener('error', () => resolve('error'));
      });
      const frameEnd = new Promise((resolve) => {
        frame.addEventListener('load', resolve);
        setTimeout(resolve, 1_500);
      });
      image.src = `${url}a.png`;
      frame.src = url;
      document.body.append(image, frame);
      const fetched = await fetch(url).then(
        () => 'answered',
        () => 'refused',
      );
      const result = { image: await imageEnd, fetched, blocked: [...blocked].sort() };
      await frameEnd;
      return result;
    }, FOREIGN);
    expect(outcome).toMatchObject({ image: 'error', fetched: 'refused' });
    // The frame is stopped by the policy or by the guard of navigation, whichever sees it first.
    expect(outcome.blocked).toEqual(expect.arrayContaining(['connect-src', 'img-src']));
    expect(page.frames().filter((frame) => frame.url().startsWith(FOREIGN))).toEqual([]);
  });

  await test.step('no window opens, and the page stays where it is', async () => {
    const here = page.url();
    expect(await page.evaluate((url) => window.open(url) === null, FOREIGN)).toBe(true);
    await page.evaluate((url) => {
      location.assign(url);
    }, FOREIGN);
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'file:///etc/passwd';
      document.body.append(link);
      link.click();
      link.remove();
    });
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(page.url()).toBe(here);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  await test.step('no permission is given', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[];
      return await Promise.all(
        names.map(async (name) => (await navigator.permissions.query({ name })).state),
      );
    });
    expect(states.filter((state) => state === 'granted')).toEqual([]);
    const located = await page.evaluate(
      async () =>
        await new Promise((resolve) => {
          navigator.geolocation.getCurrentPosition(
            () => resolve('located'),
            ({ code }) => resolve(code),
          );
        }),
    );
    // GeolocationPositionError.PERMISSION_DENIED
    expect(located).toBe(1);
  });

  await test.step('the title never changes', async () => {
    await page.evaluate(() => {
      document.title = 'A patient';
    });
    await expect
      .poll(
        async () => await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getTitle()),
      )
      .toBe('MedMinder Console');
  });
});

test('a second start hands over to the first and ends; the window comes back where it stood', async ({
  place,
  openConsole,
}) => {
  const first = await openConsole();
  await expect(first.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await test.step('second instance', async () => {
    await first.app.evaluate(({ app }) => {
      app.once('second-instance', () => {
        Object.assign(globalThis, { sawSecond: true });
      });
    });
    const { executable, switches } = runtimeFromEnv();
    const own = [`--user-data-dir=${place.profile}`, `--settings=${place.settingsFile}`];
    const second = spawn(executable, [...switches, appFolder(), ...own], {
      env: childEnv({ TMPDIR: place.temp }),
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(0);
    await expect.poll(async () => await first.app.evaluate(() => 'sawSecond' in globalThis)).toBe(true);
    expect(await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  await test.step('window state', async () => {
    await first.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 30, width: 1180, height: 720 });
    });
    await first.close();
    const again = await openConsole();
    await expect(again.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    const bounds = await again.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.getNormalBounds(),
    );
    expect(bounds).toMatchObject({ width: 1180, height: 720 });
  });
});

test('a page that crashes comes back; an engine that is killed comes back locked', async ({
  clinic,
  consoleOf,
}) => {
  const { app, page } = await consoleOf('aoife.byrne');
  const { password } = await clinic.personOf('aoife.byrne');

  await test.step('the engine', async () => {
    process.kill(enginePid(app.process().pid!), 'SIGKILL');
    await expect(page.getByRole('alertdialog', { name: 'One moment' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'This desk is locked' })).toBeVisible();
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    await unlock(page, password);
  });

  await test.step('the page', async () => {
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer();
    });
    // To Playwright a page that crashed is gone for good, so the main process is asked what is shown.
    const heading = async (): Promise<unknown> =>
      await app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]!.webContents;
        if (contents.isCrashed()) return 'crashed';
        const script = 'document.querySelector("h1")?.textContent';
        return (await contents.executeJavaScript(script).catch(() => 'gone')) as unknown;
      });
    await expect.poll(heading, { timeout: 20_000 }).toBe('Audit trail');
  });
});
