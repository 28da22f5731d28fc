import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { followDesk } from './api/session-store.ts';
import { App } from './app/App.tsx';
import { followScheme } from './app/colour-scheme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
followScheme();
// Asked before anything is drawn: the answer comes while the first page is.
followDesk();
createRoot(root).render(<App />);
