namespace CbmExchange.Domain.Officers;

/// <summary>An officer asked for something that its roles do not allow; written for the audit trail.</summary>
/// <param name="Officer">Who asked.</param>
/// <param name="Rpc">Full name of the call.</param>
/// <param name="Reason">The reason code that was answered.</param>
/// <param name="At">When.</param>
[EventAlias("call_denied")]
public sealed record CallDenied(OfficerId Officer, string Rpc, string Reason, DateTimeOffset At) : IEvent;
