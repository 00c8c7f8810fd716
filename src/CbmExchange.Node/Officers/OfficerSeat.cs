using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Node.Officers;

/// <summary>An officer as the doors know it.</summary>
/// <param name="Id">The officer.</param>
/// <param name="KeySha256">SHA-256 of the certificate's public key, 64 lower-case hex digits.</param>
/// <param name="Label">Desk or post.</param>
/// <param name="Roles">Codes; none: removed.</param>
internal sealed record OfficerSeat(OfficerId Id, string KeySha256, string Label, ImmutableArray<string> Roles)
{
    /// <summary>As Domain knows who commands.</summary>
    public Actor ToActor() => new(Id, Roles);

    /// <summary>As Domain knows who commands on a record.</summary>
    public Actor ToActor(RecordHeader? record) => ToActor().Inside(record?.ExerciseId);
}
