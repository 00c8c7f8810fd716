using System.Collections.Immutable;
using CbmExchange.Domain;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Records of others, as far as they were released to this node. Kept by the projections of received entries.
/// </summary>
internal interface IHeldRecords
{
    /// <summary>
    /// The record with this id or reference number, verified; null when there is none or it was not released to this
    /// node, which is the same answer.
    /// </summary>
    Task<HeldRecord?> FindAsync(string idOrReference, CancellationToken cancellationToken);

    /// <summary>
    /// Who wrote something of a case here: whoever called it so, and whoever wrote the message that it is called as.
    /// </summary>
    Task<ImmutableArray<ParticipantId>> WritersOfCaseAsync(string caseId, CancellationToken cancellationToken);

    /// <summary>True when a held record of one of the types names an attachment with this hash.</summary>
    Task<bool> NamesAttachmentAsync(string sha256, string[] recordTypes, CancellationToken cancellationToken);
}
