namespace CbmExchange.Store;

/// <summary>
/// Where and how the store keeps its data. There is no default for the connection or the key (style O2).
/// </summary>
public sealed class PostgresStoreOptions
{
    /// <summary>An Npgsql connection string; a pool size or search path in it is replaced.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// The schema that holds the tables; made when missing. Lower-case letters, digits and underscores, at most 24, so
    /// that names made from it fit PostgreSQL's 63 bytes.
    /// </summary>
    public string Schema { get; init; } = "cbm";

    /// <summary>32 bytes under which the keys of personal data are wrapped. Kept outside the database.</summary>
    public required ReadOnlyMemory<byte> PersonalDataMasterKey { get; init; }

    /// <summary>The event types; by default those of Domain.</summary>
    public EventTypes? EventTypes { get; init; }

    /// <summary>What is personal data.</summary>
    public IPersonalDataRules PersonalDataRules { get; init; } = Store.PersonalDataRules.Default;
}
