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

    /// <summary>True when a held record of one of the types names an attachment with this hash.</summary>
    Task<bool> NamesAttachmentAsync(string sha256, string[] recordTypes, CancellationToken cancellationToken);
}
