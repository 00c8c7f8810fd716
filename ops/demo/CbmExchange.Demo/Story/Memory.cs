namespace CbmExchange.Demo.Story;

/// <summary>What later steps need of earlier ones.</summary>
internal sealed class Memory
{
    /// <summary>Reference number of XA's strategy.</summary>
    public string Strategy { get; set; } = "";

    /// <summary>Reference number of XA's contact.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Where the secretariat's feed stands.</summary>
    public string FeedToken { get; set; } = "";
}
