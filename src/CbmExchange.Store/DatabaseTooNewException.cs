namespace CbmExchange.Store;

/// <summary>The database was made by a newer version of this program. Nothing was changed.</summary>
/// <param name="found">Number of the newest migration in the database.</param>
/// <param name="known">Number of the newest migration this program knows.</param>
public sealed class DatabaseTooNewException(int found, int known)
    : Exception($"This database was made by a newer version (migration {found}, this version knows {known}): start the "
        + "newer version, or restore the backup taken before the upgrade.")
{
    /// <summary>Number of the newest migration in the database.</summary>
    public int Found { get; } = found;

    /// <summary>Number of the newest migration this program knows.</summary>
    public int Known { get; } = known;
}
