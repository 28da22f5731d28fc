import { IconCloudOff } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useCall } from '../api/use-call.ts';
import { formatCount, formatMoment } from '../time/format.ts';

/** Says calmly what there is to see without the network. */
export function OfflineStrip(): JSX.Element {
  const { data } = useCall('audit.coverage', {});
  return (
    <output className="offline-strip">
      <IconCloudOff size={16} aria-hidden />
      <span>
        Offline. You see what this desk has stored
        {data === undefined || data.newestRecordedAt === null
          ? '.'
          : `: ${formatCount(data.events)} events up to ${formatMoment(data.newestRecordedAt)}.`}
      </span>
    </output>
  );
}
