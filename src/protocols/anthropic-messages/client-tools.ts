import type {Json} from '../json.js'

/** Tools that a client runs itself and whose schema only their vendor's models know. */
export const CLIENT_TOOLS: Readonly<Record<string, {readonly description: string; readonly schema: Json}>> = {
  bash: {
    description: 'Runs a command in a shell that stays open between calls.',
    schema: {
      type: 'object',
      properties: {
        command: {type: 'string', description: 'The command to run.'},
        restart: {type: 'boolean', description: 'Starts the shell anew; no command is needed then.'},
      },
    },
  },
  text_editor: {
    description: 'Views and edits text files.',
    schema: {
      type: 'object',
      properties: {
        command: {type: 'string', enum: ['view', 'create', 'str_replace', 'insert', 'undo_edit']},
        path: {type: 'string', description: 'Absolute path of a file or folder.'},
        view_range: {type: 'array', items: {type: 'integer'}, description: 'First and last line to view.'},
        file_text: {type: 'string', description: 'For create: the whole text.'},
        old_str: {type: 'string', description: 'For str_replace: text that occurs exactly once.'},
        new_str: {type: 'string', description: 'For str_replace and insert: the new text.'},
        insert_text: {type: 'string', description: 'For insert: the new text.'},
        insert_line: {type: 'integer', description: 'For insert: the line after which the text goes.'},
      },
      required: ['command', 'path'],
    },
  },
  memory: {
    description: 'Reads and writes files of a memory folder, under /memories.',
    schema: {
      type: 'object',
      properties: {
        command: {type: 'string', enum: ['view', 'create', 'str_replace', 'insert', 'delete', 'rename']},
        path: {type: 'string'},
        view_range: {type: 'array', items: {type: 'integer'}},
        file_text: {type: 'string'},
        old_str: {type: 'string'},
        new_str: {type: 'string'},
        insert_line: {type: 'integer'},
        insert_text: {type: 'string'},
        old_path: {type: 'string'},
        new_path: {type: 'string'},
      },
      required: ['command'],
    },
  },
}
