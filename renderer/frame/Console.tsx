import { flushSync } from 'react-dom';
import './frame.css';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState, type JSX } from 'react';
import { ActionsDesk } from '../actions/ActionsDesk.tsx';
import { useActivity } from '../api/activity.ts';
import { keys } from '../api/query-keys.ts';
import type { SignedIn } from '../api/signed-in.ts';
import { usePush } from '../api/use-push.ts';
import { ThisDesk } from '../desk/ThisDesk.tsx';
import { NO_FILTER, type TrailFilter } from '../filter/trail-filter.ts';
import { ExportSheet, type ExportSelection } from '../export/ExportSheet.tsx';
import { DropHint } from '../import/DropHint.tsx';
import { OfferSheet } from '../import/OfferSheet.tsx';
import { useImport } from '../import/use-import.ts';
import { JobNotices } from '../jobs/JobNotices.tsx';
import { JobsDesk, type OpenedJob } from '../jobs/JobsDesk.tsx';
import { useJobs } from '../jobs/use-jobs.ts';
import type { TimeZoneChoice } from '../time/format.ts';
import { TrailDesk } from '../trail/TrailDesk.tsx';
import { commandsOf, type Commands } from './commands.ts';
import { desksOf, may, type DeskName } from './desks.ts';
import { Rail } from './Rail.tsx';
import { StepUpDialog } from './StepUpDialog.tsx';
import { TopBar } from './TopBar.tsx';
import { useForgetting } from './use-forgetting.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useSource } from './use-source.ts';

const Palette = lazy(() =>
  import('../palette/Palette.tsx').then(({ Palette: component }) => ({ default: component })),
);
const Shortcuts = lazy(() =>
  import('../palette/Shortcuts.tsx').then(({ Shortcuts: component }) => ({ default: component })),
);

/** The console of somebody who is signed in: rail, bar, and one desk at a time. */
export function Console({ session }: { readonly session: SignedIn }): JSX.Element {
  const { operator } = session;
  const desks = desksOf(operator);
  const [chosen, setChosen] = useState<DeskName>(desks[0] ?? 'desk');
  const [zone, setZone] = useState<TimeZoneChoice>('local');
  const [filter, setFilter] = useState<TrailFilter>(NO_FILTER);
  const [sheet, setSheet] = useState<'none' | 'palette' | 'shortcuts'>('none');
  const searchRef = useRef<HTMLInputElement>(null);
  const queryClient = useQueryClient();
  const source = useSource(may(operator, 'audit.search'));
  const jobs = useJobs(may(operator, 'jobs.view'));
  const imports = useImport(may(operator, 'audit.import'), () => setSheet('none'));
  const [openedJob, setOpenedJob] = useState<OpenedJob | null>(null);
  const [exporting, setExporting] = useState<ExportSelection | null>(null);
  useActivity();
  useForgetting();
  usePush('engine.state', ({ state }) => {
    if (state !== 'running') return;
    // A long list stays as it is unless it failed: it would be read again page by page.
    void queryClient.invalidateQueries({
      predicate: ({ queryKey, state: query }) =>
        query.status === 'error' || queryKey[0] !== keys.trail({})[0],
    });
  });

  const showJob = (jobId: string): void => {
    setChosen('jobs');
    setOpenedJob({ jobId, focus: true });
  };
  const { commands: importing } = imports;
  const exportSelection = may(operator, 'audit.export')
    ? (): void => setExporting({ kind: 'filter', filter })
    : null;
  const commands: Commands = {
    go: setChosen,
    search: () => {
      if (!desks.includes('trail')) return;
      // Drawn at once, for the next key already belongs to the field.
      flushSync(() => setChosen('trail'));
      searchRef.current?.focus();
    },
    setFilter: (next) => {
      setChosen('trail');
      setFilter(next);
    },
    toggleZone: () => setZone((now) => (now === 'utc' ? 'local' : 'utc')),
    openPalette: () => setSheet('palette'),
    openShortcuts: () => setSheet('shortcuts'),
    importFiles: importing && (() => importing.choose('files')),
    importFolder: importing && (() => importing.choose('folder')),
    exportSelection,
    ...commandsOf(),
  };
  useShortcuts(commands, desks);

  return (
    <>
      <div className="console">
        <Rail desks={desks} chosen={chosen} onChoose={setChosen} onHelp={commands.openShortcuts} />
        <TopBar session={session} source={source} commands={commands} jobs={jobs.list} onShowJob={showJob} />
        <main className="desk">
          {chosen === 'trail' && (
            <TrailDesk
              session={session}
              source={source}
              filter={filter}
              onFilter={setFilter}
              zone={zone}
              onToggleZone={commands.toggleZone}
              searchRef={searchRef}
              onExport={exportSelection}
            />
          )}
          {chosen === 'actions' && <ActionsDesk zone={zone} onToggleZone={commands.toggleZone} />}
          {chosen === 'jobs' && (
            <JobsDesk
              session={session}
              jobs={jobs}
              opened={openedJob}
              onOpened={setOpenedJob}
              imports={importing}
              onExportImport={(job) => setExporting({ kind: 'import', job })}
              zone={zone}
              onToggleZone={commands.toggleZone}
            />
          )}
          {chosen === 'desk' && <ThisDesk session={session} source={source} zone={zone} />}
        </main>
      </div>
      <JobNotices
        jobs={jobs.list}
        looking={chosen === 'jobs' ? (openedJob?.jobId ?? null) : null}
        onShow={showJob}
      />
      {importing !== null && <DropHint />}
      <OfferSheet
        offer={imports.offer}
        failure={imports.error}
        onClose={imports.dismiss}
        onStarted={({ id }) => {
          imports.dismiss();
          showJob(id);
        }}
      />
      <ExportSheet
        selection={exporting}
        zone={zone}
        onClose={() => setExporting(null)}
        onStarted={({ id }) => {
          setExporting(null);
          showJob(id);
        }}
      />
      <StepUpDialog />
      <Suspense fallback={null}>
        {sheet === 'palette' && (
          <Palette commands={commands} desks={desks} filter={filter} onClose={() => setSheet('none')} />
        )}
        {sheet === 'shortcuts' && <Shortcuts desks={desks} onClose={() => setSheet('none')} />}
      </Suspense>
    </>
  );
}
