using System.Collections.Immutable;
using Grpc.Core;

namespace CbmExchange.Web.SignIn;

/// <summary>An officer at the duty desk.</summary>
/// <param name="Officer">Its label, e.g. "duty".</param>
/// <param name="Roles">Its roles: pages leave out what they cannot do; the door decides.</param>
/// <param name="Designator">Of the participant whose node this is, e.g. "XA".</param>
/// <param name="Participant">Its name.</param>
/// <param name="EndsAt">When it ends whatever happens.</param>
/// <param name="Calls">Calls the node's services in the officer's name (design D11).</param>
public sealed record DeskSession(
    string Officer,
    ImmutableArray<string> Roles,
    string Designator,
    string Participant,
    DateTimeOffset EndsAt,
    CallInvoker Calls
);
