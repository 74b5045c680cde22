import type { Address } from "@sockscope/protocol";
import type { HostPort } from "../os/address.ts";
import type { Errno } from "../os/errno.ts";
import {
  type OptionLevel,
  type OptionName,
  type OptionValue,
  settingOf,
  unsupported,
} from "../os/options.ts";
import { isTime, optionArgs, optionOf, secondsOf } from "./call-args.ts";
import { addressGiven, numberGiven, returned } from "./outcomes.ts";
import { SocketBase } from "./socket-base.ts";

/** The verbs that read or set something and send nothing: options, time limit, names. */
export abstract class SocketSettings extends SocketBase {
  /**
   * Sets an option, named as in C and Python: `setsockopt("IPPROTO_TCP", "TCP_NODELAY", 1)`. For
   * the values see `OptionValue`. ENOPROTOOPT for an option that this kind of socket does not have,
   * or that Node has no call for.
   */
  setsockopt(level: OptionLevel, option: OptionName, value: OptionValue): Promise<void> {
    return this.perform<void, void>(
      "setsockopt",
      optionArgs(level, option, value),
      returned,
      (call) => {
        if (!this.ready(call)) return;
        const setting =
          unsupported("setsockopt", level, option, this) ?? settingOf(option, value, this.family);
        const failure = typeof setting === "string" ? setting : this.driver.setOption(setting);
        if (failure === null) call.returned();
        else call.failed(failure);
      },
    );
  }

  /**
   * The value of an option as a number. SO_ERROR is the number of the pending error, which this
   * call clears. SO_LINGER is -1 when off. If Node cannot read the option from the kernel, the
   * result is the value that was set here, or else the kernel's default.
   */
  getsockopt(level: OptionLevel, option: OptionName): Promise<number> {
    return this.perform("getsockopt", optionOf(level, option), numberGiven, (call) => {
      if (!this.ready(call)) return;
      const { driver } = this;
      const answer = (): void => {
        const value = unsupported("getsockopt", level, option, this) ?? driver.getOption(option);
        if (typeof value === "string") call.failed(value);
        else call.returned(value);
      };
      if (option === "SO_ERROR" && driver.settle) driver.settle(answer);
      else answer();
    });
  }

  /**
   * Seconds that a later call may wait: null for no limit, 0 for not at all (EAGAIN at once). A
   * call that exceeds it throws a `SocketError` whose `timedOut` is true. EINVAL for a negative
   * number, or for what is no number.
   */
  settimeout(seconds: number | null): Promise<void> {
    return this.perform<void, void>("settimeout", secondsOf(seconds), returned, (call) => {
      if (!this.ready(call)) return;
      if (seconds !== null && !isTime(seconds)) return call.failed("EINVAL");
      this.timeout = seconds;
      call.returned();
    });
  }

  /** Seconds, or null. The kernel has no such call, so it is not recorded. */
  gettimeout(): number | null {
    return this.timeout;
  }

  getsockname(): Promise<HostPort> {
    return this.#name("getsockname", () => this.driver.localAddress());
  }

  getpeername(): Promise<HostPort> {
    return this.#name("getpeername", () => this.driver.peerAddress());
  }

  #name(verb: "getsockname" | "getpeername", read: () => Address | Errno): Promise<HostPort> {
    return this.perform(verb, {}, addressGiven, (call) => {
      if (!this.ready(call)) return;
      const address = read();
      if (typeof address === "string") call.failed(address);
      else call.returned(address);
    });
  }
}
