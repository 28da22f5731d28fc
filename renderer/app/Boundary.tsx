import { Component, type JSX, type ReactNode } from 'react';

interface BoundaryProps {
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly broken: boolean;
}

/** Catches a failure of the page itself: instead of an empty window, words and a way on. Its cause is shown nowhere. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { broken: false };

  static getDerivedStateFromError(): BoundaryState {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Broken onAgain={() => this.setState({ broken: false })} />;
  }
}

function Broken({ onAgain }: { readonly onAgain: () => void }): JSX.Element {
  return (
    <main className="broken" role="alert">
      <h1>This page has failed</h1>
      <p>
        The trail is not affected: it is kept by another part of the console. Nothing that was stored is lost.
      </p>
      <p>
        <button type="button" className="text-button" onClick={onAgain}>
          Show the page again
        </button>
      </p>
    </main>
  );
}
