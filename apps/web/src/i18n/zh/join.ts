import type { join as english } from "../en/join.ts";

export const join: typeof english = {
  title: "观看这个舞台",
  asks: "Sockscope 运行在另一台电脑上。请输入那台电脑的屏幕或终端上显示的加入码。",
  code: "加入码",
  enter: "开始观看",
  others: "邀请别人观看",
  othersHint: "别人只能看，不能操作：打开下面的地址，再输入加入码。",
  address: "地址",
  lookingOn: "你正在观看",
  lookingOnHint: "只有运行 Sockscope 的电脑才能操作。你可以暂停、单步和回看。",
  empty: "舞台上还没有程序，请稍候。",
};
