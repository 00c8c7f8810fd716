using Npgsql;

namespace CbmExchange.Store.PersonalData;

internal sealed class PostgresPersonalKeyTable(NpgsqlDataSource source) : IPersonalKeyTable
{
    public async Task<WrappedKey> AddAsync(
        string subject, WrappedKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "insert into cbm_personal_keys (key_id, subject, wrapped, created_at) values ($1, $2, $3, $4) "
            + "on conflict (subject) where wrapped is not null do nothing");
        command.Parameters.AddWithValue(key.KeyId);
        command.Parameters.AddWithValue(subject);
        command.Parameters.AddWithValue(key.Wrapped);
        command.Parameters.AddWithValue(now.ToUniversalTime());
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return await FindAsync(subject, cancellationToken).ConfigureAwait(false)
            ?? throw new StoreUnavailableException("A personal key was destroyed while it was being made; try again.");
    }

    public async Task<WrappedKey?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select key_id, wrapped from cbm_personal_keys where subject = $1 and wrapped is not null");
        command.Parameters.AddWithValue(subject);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new WrappedKey(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    public async Task<IReadOnlyList<WrappedKey>> ReadAsync(
        IReadOnlyCollection<Guid> keyIds, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select key_id, wrapped from cbm_personal_keys where key_id = any ($1) and wrapped is not null");
        command.Parameters.AddWithValue(keyIds.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<WrappedKey>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(new WrappedKey(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)));
        }

        return found;
    }

    public async Task<IReadOnlyList<Guid>> DestroyAsync(
        string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "update cbm_personal_keys set wrapped = null, destroyed_at = $2 "
            + "where (subject = $1 or starts_with(subject, $1 || '/')) and wrapped is not null returning key_id");
        command.Parameters.AddWithValue(subject);
        command.Parameters.AddWithValue(now.ToUniversalTime());
        var destroyed = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                destroyed.Add(reader.GetGuid(0));
            }
        }

        // The old row version still holds the key until it is vacuumed away.
        await using var vacuum = source.CreateCommand("vacuum cbm_personal_keys");
        await vacuum.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return destroyed;
    }
}
