import { useText } from "../../i18n/index.ts";
import { useApp } from "../../store/index.ts";
import "./join.css";

/** Where viewers on other machines find this stage, and the code that they need. */
export function Guests() {
  const text = useText().join;
  const invitation = useApp((state) => state.invitation);
  if (invitation === null) return null;
  return (
    <section className="guests">
      <h2>{text.others}</h2>
      <p>{text.othersHint}</p>
      <dl>
        <dt>{text.address}</dt>
        {invitation.urls.map((url) => (
          <dd key={url}>
            {url.slice(0, portAt(url))}
            <wbr />
            {url.slice(portAt(url))}
          </dd>
        ))}
        <dt>{text.code}</dt>
        <dd className="join-code">{invitation.code}</dd>
      </dl>
    </section>
  );
}

/** Where `:4747` begins: an address that is too long for its line breaks there first. */
const portAt = (url: string): number => url.lastIndexOf(":");

/** In place of everything that acts, for a viewer on another machine. */
export function LookingOn() {
  const text = useText().join;
  return (
    <section className="guests">
      <h2>{text.lookingOn}</h2>
      <p>{text.lookingOnHint}</p>
    </section>
  );
}

/** An empty stage, for who cannot fill it. */
export function NothingYet() {
  return <p className="nothing-yet">{useText().join.empty}</p>;
}
