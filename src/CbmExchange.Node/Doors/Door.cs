namespace CbmExchange.Node.Doors;

/// <summary>The listeners of a node. A certificate is good for one of them only (design D9).</summary>
internal enum Door
{
    /// <summary>For the node's own officers.</summary>
    Officers = 1,

    /// <summary>For other participants' nodes.</summary>
    Peers = 2,

    /// <summary>For everyone: the public page, where it is configured.</summary>
    Public = 3,

    /// <summary>For browsers of the node's own officers: the duty desk, where it is configured.</summary>
    Desk = 4,
}
